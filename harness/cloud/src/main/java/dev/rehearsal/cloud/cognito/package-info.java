/** Amazon Cognito user pools. */
@NullMarked
package dev.rehearsal.cloud.cognito;

import org.jspecify.annotations.NullMarked;
