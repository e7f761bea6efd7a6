@NullMarked
package dev.handfast.simulation;

import org.jspecify.annotations.NullMarked;
