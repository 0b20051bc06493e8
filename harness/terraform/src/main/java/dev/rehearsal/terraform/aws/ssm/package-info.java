/** Amazon Systems Manager. */
@NullMarked
package dev.rehearsal.terraform.aws.ssm;

import org.jspecify.annotations.NullMarked;
