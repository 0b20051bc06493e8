/** Amazon KMS. */
@NullMarked
package dev.rehearsal.terraform.aws.kms;

import org.jspecify.annotations.NullMarked;
