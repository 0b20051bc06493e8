/** AWS Shield Advanced. */
@NullMarked
package dev.rehearsal.cloud.shield;

import org.jspecify.annotations.NullMarked;
