/** AWS Security Hub. */
@NullMarked
package dev.rehearsal.terraform.aws.securityhub;

import org.jspecify.annotations.NullMarked;
