package dev.rehearsal.terraform.provider;

import java.nio.file.Path;
import java.util.Map;

/**
 * One configured provider, as its block in the configuration says.
 *
 * @param region the region of resources that name none
 * @param defaultTags the tags of {@code default_tags}
 * @param root the root module's folder, which relative paths start from
 */
record ProviderSettings(String region, Map<String, String> defaultTags, Path root) {}
