/** Amazon SES. */
@NullMarked
package dev.rehearsal.terraform.aws.ses;

import org.jspecify.annotations.NullMarked;
