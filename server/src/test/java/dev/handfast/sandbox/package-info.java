@NullMarked
package dev.handfast.sandbox;

import org.jspecify.annotations.NullMarked;
