/** What the shop sells, what it costs and what may happen to an order. Knows no AWS. */
@NullMarked
package dev.t2s.shop.domain;

import org.jspecify.annotations.NullMarked;
