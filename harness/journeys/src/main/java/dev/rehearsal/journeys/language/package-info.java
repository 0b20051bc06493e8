/** The journey language: its typed values, and the reader that makes them of YAML. */
@NullMarked
package dev.rehearsal.journeys.language;

import org.jspecify.annotations.NullMarked;
