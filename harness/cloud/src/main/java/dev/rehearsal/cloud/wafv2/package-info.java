/** AWS WAF (WAFv2): web ACLs of CloudFront distributions, and what decides requests by them. */
@NullMarked
package dev.rehearsal.cloud.wafv2;

import org.jspecify.annotations.NullMarked;
