/** Answers alarms: what attacks the shop is kept out, what was opened is closed. */
@NullMarked
package dev.t2s.shop.incident;

import org.jspecify.annotations.NullMarked;
