/** Amazon Secrets Manager. */
@NullMarked
package dev.rehearsal.terraform.aws.secretsmanager;

import org.jspecify.annotations.NullMarked;
