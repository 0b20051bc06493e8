/** What shall go wrong: targets, specifications, and the plan that strikes. */
@NullMarked
package dev.rehearsal.gateway.faults;

import org.jspecify.annotations.NullMarked;
