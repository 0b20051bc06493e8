/** Runs journeys on the JUnit Platform: in Maven and in IDEs. */
@NullMarked
package dev.rehearsal.journeys.engine;

import org.jspecify.annotations.NullMarked;
