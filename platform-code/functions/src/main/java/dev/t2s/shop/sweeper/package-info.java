/** Finishes what was left half done. */
@NullMarked
package dev.t2s.shop.sweeper;

import org.jspecify.annotations.NullMarked;
