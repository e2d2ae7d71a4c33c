"""The register of members: who they are, their laptops and their invitations."""
