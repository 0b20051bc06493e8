/** Amazon Cognito. */
@NullMarked
package dev.rehearsal.terraform.aws.cognito;

import org.jspecify.annotations.NullMarked;
