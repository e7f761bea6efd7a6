/** Tests of the table of contents: what is wired to which route. */
@NullMarked
package dev.handfast.app;

import org.jspecify.annotations.NullMarked;
