/** Terraform's types of Amazon VPC. */
@NullMarked
package dev.rehearsal.terraform.aws.ec2;

import org.jspecify.annotations.NullMarked;
