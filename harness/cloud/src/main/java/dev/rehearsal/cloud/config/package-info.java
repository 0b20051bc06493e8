/** AWS Config: what is configured, what changed, and what breaks the rules. */
@NullMarked
package dev.rehearsal.cloud.config;

import org.jspecify.annotations.NullMarked;
