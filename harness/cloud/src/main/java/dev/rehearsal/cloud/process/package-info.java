/** Processes and folders that must not outlive the harness. */
@NullMarked
package dev.rehearsal.cloud.process;

import org.jspecify.annotations.NullMarked;
