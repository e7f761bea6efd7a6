@NullMarked
package dev.handfast.ledger;

import org.jspecify.annotations.NullMarked;
