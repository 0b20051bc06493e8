/** A real browser for journeys and tests, without a driver to install. */
@NullMarked
package dev.rehearsal.journeys.browser;

import org.jspecify.annotations.NullMarked;
