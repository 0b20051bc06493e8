package dev.rehearsal.terraform.aws.ses;

import dev.rehearsal.terraform.provider.ResourceInstance;
import dev.rehearsal.terraform.provider.ResourceType;
import dev.rehearsal.terraform.provider.Rules;
import software.amazon.awssdk.services.ses.SesClient;

final class SesEmailIdentity implements ResourceType {

  @Override
  public String name() {
    return "aws_ses_email_identity";
  }

  @Override
  public void declare(Rules rules) {
    rules
        .label("SES Email Identity")
        .forcesNew("email")
        .called(it -> it.values().string("email"))
        .imports(it -> it.values().set("email", it.id()));
  }

  @Override
  public void create(ResourceInstance it) {
    String email = it.values().string("email");
    it.client(SesClient.class).verifyEmailIdentity(r -> r.emailAddress(email));
    it.id(email);
  }

  @Override
  public void read(ResourceInstance it) {
    boolean known =
        it.client(SesClient.class)
            .getIdentityVerificationAttributes(r -> r.identities(it.id()))
            .verificationAttributes()
            .containsKey(it.id());
    if (!known) {
      it.gone();
      return;
    }
    it.values().set("email", it.id());
    it.values()
        .set("arn", "arn:aws:ses:" + it.region() + ":" + it.account() + ":identity/" + it.id());
  }

  @Override
  public void delete(ResourceInstance it) {
    it.client(SesClient.class).deleteIdentity(r -> r.identity(it.id()));
  }
}
