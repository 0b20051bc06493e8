/** Amazon CloudFront. */
@NullMarked
package dev.rehearsal.cloud.cloudfront;

import org.jspecify.annotations.NullMarked;
