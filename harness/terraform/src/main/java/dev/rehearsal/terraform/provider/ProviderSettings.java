package dev.rehearsal.terraform.provider;

import java.util.Map;

/**
 * One configured provider, as its block in the configuration says.
 *
 * @param region the region of resources that name none
 * @param defaultTags the tags of {@code default_tags}
 */
record ProviderSettings(String region, Map<String, String> defaultTags) {}
