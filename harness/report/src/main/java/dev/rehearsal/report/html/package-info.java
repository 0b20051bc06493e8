/** The report that people read: one file that needs nothing else. */
@NullMarked
package dev.rehearsal.report.html;

import org.jspecify.annotations.NullMarked;
