/** Amazon RDS. */
@NullMarked
package dev.rehearsal.terraform.aws.rds;

import org.jspecify.annotations.NullMarked;
