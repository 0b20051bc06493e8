/** AWS Secrets Manager. */
@NullMarked
package dev.rehearsal.cloud.secretsmanager;

import org.jspecify.annotations.NullMarked;
