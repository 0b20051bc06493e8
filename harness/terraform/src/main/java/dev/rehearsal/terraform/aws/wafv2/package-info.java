/** AWS WAF. */
@NullMarked
package dev.rehearsal.terraform.aws.wafv2;

import org.jspecify.annotations.NullMarked;
