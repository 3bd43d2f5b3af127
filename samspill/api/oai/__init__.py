"""The OAI-PMH 2.0 provider (R-CHN-04, R-PAR-28). Source: http://www.openarchives.org/OAI/openarchivesprotocol.html"""
