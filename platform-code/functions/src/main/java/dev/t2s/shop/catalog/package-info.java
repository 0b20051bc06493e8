/** The catalogue: products and the health of the shop. */
@NullMarked
package dev.t2s.shop.catalog;

import org.jspecify.annotations.NullMarked;
