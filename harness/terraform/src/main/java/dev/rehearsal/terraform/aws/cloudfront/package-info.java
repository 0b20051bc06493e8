/** Amazon CloudFront. */
@NullMarked
package dev.rehearsal.terraform.aws.cloudfront;

import org.jspecify.annotations.NullMarked;
