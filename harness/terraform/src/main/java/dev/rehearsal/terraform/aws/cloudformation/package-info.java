/** AWS CloudFormation. */
@NullMarked
package dev.rehearsal.terraform.aws.cloudformation;

import org.jspecify.annotations.NullMarked;
