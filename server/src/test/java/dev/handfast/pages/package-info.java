/** Tests of the building blocks of pages. */
@NullMarked
package dev.handfast.pages;

import org.jspecify.annotations.NullMarked;
