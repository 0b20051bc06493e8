package dev.rehearsal.terraform.aws.accessanalyzer;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import dev.rehearsal.terraform.provider.Tagging;
import software.amazon.awssdk.services.accessanalyzer.AccessAnalyzerClient;
import software.amazon.awssdk.services.accessanalyzer.model.AnalyzerSummary;
import software.amazon.awssdk.services.accessanalyzer.model.CreateAnalyzerRequest;

final class AnalyzerType implements ResourceType {

  @Override
  public String name() {
    return "aws_accessanalyzer_analyzer";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("IAM Access Analyzer Analyzer")
        .forcesNew("analyzer_name", "type")
        .defaults("type", "ACCOUNT")
        .oneOf(
            "type",
            "ACCOUNT",
            "ORGANIZATION",
            "ACCOUNT_UNUSED_ACCESS",
            "ORGANIZATION_UNUSED_ACCESS",
            "ACCOUNT_INTERNAL_ACCESS",
            "ORGANIZATION_INTERNAL_ACCESS")
        .length("analyzer_name", 1, 255)
        .matches(
            "analyzer_name",
            "[A-Za-z][A-Za-z0-9_.-]*",
            "must begin with a letter and contain only alphanumeric, underscore, period, or hyphen"
                + " characters")
        .tags(Tagging.of(AccessAnalyzerClient.class, "arn"));
  }

  @Override
  public void create(ResourceInstance it) {
    it.client(AccessAnalyzerClient.class)
        .createAnalyzer(it.fill(CreateAnalyzerRequest.builder()).build());
    it.id(it.values().string("analyzer_name"));
  }

  @Override
  public void read(ResourceInstance it) {
    AnalyzerSummary found =
        it.client(AccessAnalyzerClient.class)
            .getAnalyzer(get -> get.analyzerName(it.id()))
            .analyzer();
    it.values().set("analyzer_name", found.name());
    it.values().set("type", found.typeAsString());
    it.values().set("arn", found.arn());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(AccessAnalyzerClient.class).deleteAnalyzer(delete -> delete.analyzerName(it.id()));
  }
}
