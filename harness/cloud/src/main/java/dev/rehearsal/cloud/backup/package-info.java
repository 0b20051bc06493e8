/** AWS Backup. */
@NullMarked
package dev.rehearsal.cloud.backup;

import org.jspecify.annotations.NullMarked;
