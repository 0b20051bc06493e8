/** AWS IAM. */
@NullMarked
package dev.rehearsal.terraform.aws.iam;

import org.jspecify.annotations.NullMarked;
