/** Answers alarms: what attacks the shop is kept out. */
@NullMarked
package dev.t2s.shop.incident;

import org.jspecify.annotations.NullMarked;
