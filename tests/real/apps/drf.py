"""Django REST framework over the items: each of its three paginations as its documentation sets them up, behind waitress."""

import sys

import django
from django.conf import settings
from django.urls import path

DATABASE, PORT = sys.argv[1:]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATABASE}},
    INSTALLED_APPS=["rest_framework"],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
    ROOT_URLCONF=__name__,
    SECRET_KEY="nothing is signed here",
    USE_TZ=True,
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import models  # noqa: E402
from rest_framework import filters, generics, pagination, serializers  # noqa: E402


class Item(models.Model):
    name = models.TextField()
    team = models.IntegerField()
    slug = models.TextField()

    class Meta:
        app_label = "items"
        managed = False
        db_table = "items"


class ItemSerializer(serializers.ModelSerializer):
    class Meta:
        model = Item
        fields = ["id", "name", "team"]


class Numbered(pagination.PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 100


class Offset(pagination.LimitOffsetPagination):
    default_limit = 50
    max_limit = 100


class ByTeam(pagination.CursorPagination):
    """Seven teams: far more ties than fit on a page, and no other column in the order."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 100
    ordering = "team"


class Items(generics.ListAPIView):
    queryset = Item.objects.order_by("id")
    serializer_class = ItemSerializer
    filter_backends = [filters.SearchFilter]
    search_fields = ["name", "slug"]


class ItemsByTeam(Items):
    queryset = Item.objects.all()


urlpatterns = [
    path("numbered/", Items.as_view(pagination_class=Numbered)),
    path("offset/", Items.as_view(pagination_class=Offset)),
    path("cursor/", ItemsByTeam.as_view(pagination_class=ByTeam)),
]

if __name__ == "__main__":
    from waitress import serve

    serve(get_wsgi_application(), host="127.0.0.1", port=int(PORT), threads=4)
