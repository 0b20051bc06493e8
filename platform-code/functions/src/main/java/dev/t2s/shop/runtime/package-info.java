/** What every function stands on: settings, JSON, HTTP answers, AWS clients, logs. */
@NullMarked
package dev.t2s.shop.runtime;

import org.jspecify.annotations.NullMarked;
