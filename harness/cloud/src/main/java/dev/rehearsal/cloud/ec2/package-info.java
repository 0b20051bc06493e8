/** Amazon EC2 and VPC. */
@NullMarked
package dev.rehearsal.cloud.ec2;

import org.jspecify.annotations.NullMarked;
