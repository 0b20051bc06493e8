/** Amazon API Gateway, HTTP APIs. */
@NullMarked
package dev.rehearsal.cloud.apigateway;

import org.jspecify.annotations.NullMarked;
