/** The desk: pages that show a standing stage to the people before it. */
@NullMarked
package dev.rehearsal.stage.desk;

import org.jspecify.annotations.NullMarked;
