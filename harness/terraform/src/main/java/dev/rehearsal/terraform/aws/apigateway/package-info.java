/** Amazon API Gateway v2. */
@NullMarked
package dev.rehearsal.terraform.aws.apigateway;

import org.jspecify.annotations.NullMarked;
