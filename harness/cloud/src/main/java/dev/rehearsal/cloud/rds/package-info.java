/** Amazon RDS. */
@NullMarked
package dev.rehearsal.cloud.rds;

import org.jspecify.annotations.NullMarked;
