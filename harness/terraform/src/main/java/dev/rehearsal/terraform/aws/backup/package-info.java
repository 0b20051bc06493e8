/** Terraform's types of AWS Backup. */
@NullMarked
package dev.rehearsal.terraform.aws.backup;

import org.jspecify.annotations.NullMarked;
