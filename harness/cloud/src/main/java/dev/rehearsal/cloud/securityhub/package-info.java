/** AWS Security Hub: what Config, the review of IAM and the firewall found, in one form. */
@NullMarked
package dev.rehearsal.cloud.securityhub;

import org.jspecify.annotations.NullMarked;
