/** What is wrong with a journey file, as values, in one format. */
@NullMarked
package dev.rehearsal.journeys.findings;

import org.jspecify.annotations.NullMarked;
