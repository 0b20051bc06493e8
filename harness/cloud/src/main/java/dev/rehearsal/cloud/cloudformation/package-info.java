/** AWS CloudFormation: stacks of resources made by templates. */
@NullMarked
package dev.rehearsal.cloud.cloudformation;

import org.jspecify.annotations.NullMarked;
